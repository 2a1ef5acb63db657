/** The common core in Azure Face's words: what the neutral API asks, said as the operations that it takes there. */
@NullMarked
package io.facegate.provider.azure.core;

import org.jspecify.annotations.NullMarked;
