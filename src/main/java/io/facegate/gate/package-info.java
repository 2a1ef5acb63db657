/** The one class that knows the order of the rooms. */
@NullMarked
package io.facegate.gate;

import org.jspecify.annotations.NullMarked;
