/** The console's pages of reports. */
@NullMarked
package io.facegate.console.report;

import org.jspecify.annotations.NullMarked;
