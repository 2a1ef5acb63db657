/** What is kept for a time only, and erased when that is over. */
@NullMarked
package io.facegate.app.upkeep;

import org.jspecify.annotations.NullMarked;
