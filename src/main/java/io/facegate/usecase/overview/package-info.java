/** What an officer looks at first: how calls were decided, what waits, what ends, and how the log stands. */
@NullMarked
package io.facegate.usecase.overview;

import org.jspecify.annotations.NullMarked;
