/** CompreFace behind the provider port: an adapter to a server of one's own. */
@NullMarked
package io.facegate.provider.compreface;

import org.jspecify.annotations.NullMarked;
