/** CompreFace's wire: codec and error shape. */
@NullMarked
package io.facegate.ingress.compreface;

import org.jspecify.annotations.NullMarked;
