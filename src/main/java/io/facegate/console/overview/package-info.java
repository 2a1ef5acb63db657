/** The console's first page. */
@NullMarked
package io.facegate.console.overview;

import org.jspecify.annotations.NullMarked;
