/** Safe decoding: turns untrusted encoded pictures into a bounded number of upright pixels. */
@NullMarked
package io.facegate.engine.picture;

import org.jspecify.annotations.NullMarked;
