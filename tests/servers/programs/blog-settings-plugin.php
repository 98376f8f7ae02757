<?php
// The discussion settings that WordPress itself keeps out of its REST interface, for administrators as the others are.
// As strings: "1" is yes, "" and "0" are no. As booleans, WordPress would answer null for the empty string.
add_action( 'init', function () {
	$names = [ 'comment_moderation', 'comment_previously_approved', 'comment_registration', 'users_can_register', 'blog_public' ];
	foreach ( $names as $name ) {
		register_setting( 'discussion', $name, [ 'type' => 'string', 'show_in_rest' => true ] );
	}
} );
