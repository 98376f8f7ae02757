<?php
// The configuration of the wiki. What tests change stands in a JSON file that is read anew with every request:
// {"permissions": {group: {right: true or false}}, "settings": {name of a global: value}}
$folder = getenv( 'WIKI_FOLDER' );
$wgServer = getenv( 'WIKI_URL' );
$wgScriptPath = '';
$wgSitename = 'Classroom wiki';
$wgDBtype = 'sqlite';
$wgDBname = 'wiki';
$wgSQLiteDataDir = "$folder/database";
$wgUploadDirectory = "$folder/images";
$wgCacheDirectory = "$folder/cache";
$wgMainCacheType = CACHE_NONE;
$wgObjectCaches[CACHE_DB] = [
	'class' => SqlBagOStuff::class, 'loggroup' => 'SQLBagOStuff',
	'server' => [ 'type' => 'sqlite', 'dbname' => 'wikicache', 'tablePrefix' => '',
		'variables' => [ 'synchronous' => 'NORMAL' ], 'dbDirectory' => $wgSQLiteDataDir, 'trxMode' => 'IMMEDIATE', 'flags' => 0 ],
];
$wgLocalisationCacheConf['store'] = 'array';
$wgSecretKey = str_repeat( 'loopback', 8 );
$wgEnableEmail = false;
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgPasswordAttemptThrottle = [];
$wgAccountCreationThrottle = 0;
$wgDefaultSkin = 'vector';
wfLoadSkin( 'Vector' );

$changed = json_decode( file_get_contents( "$folder/changed.json" ), true );
foreach ( $changed['permissions'] as $group => $rights ) {
	foreach ( $rights as $right => $allowed ) {
		$wgGroupPermissions[$group][$right] = $allowed;
	}
}
foreach ( $changed['settings'] as $name => $value ) {
	$GLOBALS[$name] = $value;
}
