/** Adapter to Azure Face and Azure AI Vision. */
@NullMarked
package io.facegate.provider.azure;

import org.jspecify.annotations.NullMarked;
