/** Finding faces for other wires, at vendors that tell them in pixels. */
@NullMarked
package io.facegate.provider.finding;

import org.jspecify.annotations.NullMarked;
