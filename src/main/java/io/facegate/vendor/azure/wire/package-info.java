/** Wire formats of Azure Face and Azure AI Vision: request readers, response filters and writers. */
@NullMarked
package io.facegate.vendor.azure.wire;

import org.jspecify.annotations.NullMarked;
