/** Clients of Azure Face and Azure AI Vision. */
@NullMarked
package io.facegate.vendor.azure.client;

import org.jspecify.annotations.NullMarked;
