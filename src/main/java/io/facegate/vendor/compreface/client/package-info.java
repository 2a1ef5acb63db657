/** Client of a self-hosted CompreFace server. */
@NullMarked
package io.facegate.vendor.compreface.client;

import org.jspecify.annotations.NullMarked;
