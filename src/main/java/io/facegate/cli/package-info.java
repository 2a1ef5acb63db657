/** The command line: one class per command, and the exit codes. */
@NullMarked
package io.facegate.cli;

import org.jspecify.annotations.NullMarked;
