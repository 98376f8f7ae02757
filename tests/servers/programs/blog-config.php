<?php
// One copy of WordPress serves every blog; which one is in the environment.
define( 'DB_NAME', getenv( 'BLOG_DATABASE' ) );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:' . getenv( 'BLOG_SOCKET' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
foreach ( [ 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ] as $name ) {
	define( "{$name}_KEY", "$name key for loopback only" );
	define( "{$name}_SALT", "$name salt for loopback only" );
}
$table_prefix = 'wp_';
define( 'WP_HOME', getenv( 'BLOG_URL' ) );
define( 'WP_SITEURL', getenv( 'BLOG_URL' ) );
define( 'WPMU_PLUGIN_DIR', getenv( 'BLOG_PLUGINS' ) );
define( 'WP_ENVIRONMENT_TYPE', 'local' ); // application passwords need TLS elsewhere
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'DISABLE_WP_CRON', true );
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
