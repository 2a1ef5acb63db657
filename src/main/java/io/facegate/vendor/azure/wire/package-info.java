/** Wire formats of Azure Face and Azure AI Vision: codecs and error format. */
@NullMarked
package io.facegate.ingress.azure;

import org.jspecify.annotations.NullMarked;
