<?php
// Reads a JSON list of [what, {parameters}] and does each in one blog; writes the list of what came of it.
$_SERVER['HTTP_HOST'] = parse_url( getenv( 'BLOG_URL' ), PHP_URL_HOST );
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$tasks = json_decode( file_get_contents( 'php://stdin' ), true );
if ( $tasks[0][0] === 'install' ) {
	define( 'WP_INSTALLING', true );
}
require __DIR__ . '/blog/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

function done( $result ) {
	if ( is_wp_error( $result ) ) {
		fwrite( STDERR, $result->get_error_message() );
		exit( 1 );
	}
	return $result;
}

$does = [
	'install' => fn( $p ) => wp_install( $p['title'], $p['admin'], $p['email'], true, '', $p['password'] ),
	'options' => function ( $p ) {
		$before = [];
		foreach ( $p as $name => $value ) {
			$before[ $name ] = get_option( $name, '' );
			update_option( $name, $value );
		}
		$GLOBALS['wp_rewrite']->init();
		$GLOBALS['wp_rewrite']->flush_rules( false );
		return $before;
	},
	'application_password' => function ( $p ) {
		$user = get_user_by( 'login', $p['login'] );
		return done( WP_Application_Passwords::create_new_application_password( $user->ID, [ 'name' => $p['name'] ] ) )[0];
	},
	'user' => fn( $p ) => done( wp_insert_user( $p ) ),
	'post' => fn( $p ) => done( wp_insert_post( $p, true ) ),
	'change' => fn( $p ) => done( wp_update_post( $p, true ) ),
	'comment' => fn( $p ) => wp_insert_comment( $p ),
];
$results = [];
foreach ( $tasks as [ $what, $parameters ] ) {
	$results[] = $does[ $what ]( $parameters );
}
echo json_encode( $results );
