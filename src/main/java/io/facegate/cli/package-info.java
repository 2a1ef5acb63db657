/** One class a command; exit codes in one enum. */
@NullMarked
package io.facegate.cli;

import org.jspecify.annotations.NullMarked;
