/** The port to whoever answers a call; one adapter a vendor behind it. */
@NullMarked
package io.facegate.provider;

import org.jspecify.annotations.NullMarked;
