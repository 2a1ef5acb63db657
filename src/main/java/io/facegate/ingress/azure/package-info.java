/** Azure Face's wire: codec and error shape. */
@NullMarked
package io.facegate.ingress.azure;

import org.jspecify.annotations.NullMarked;
