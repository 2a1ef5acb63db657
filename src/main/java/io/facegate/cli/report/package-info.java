/** The command that makes reports. */
@NullMarked
package io.facegate.cli.report;

import org.jspecify.annotations.NullMarked;
