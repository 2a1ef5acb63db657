/** The command line at the admin API of a gateway, in the name of a person who logged in. */
@NullMarked
package io.facegate.cli.admin;

import org.jspecify.annotations.NullMarked;
