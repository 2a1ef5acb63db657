/** How a gateway is stopped. */
@NullMarked
package io.facegate.app.stop;

import org.jspecify.annotations.NullMarked;
