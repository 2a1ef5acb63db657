/** Adapter to a self-hosted CompreFace server. */
@NullMarked
package io.facegate.provider.compreface;

import org.jspecify.annotations.NullMarked;
