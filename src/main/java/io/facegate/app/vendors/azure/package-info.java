/** Registration of Azure Face and Azure AI Vision. */
@NullMarked
package io.facegate.app.vendors.azure;

import org.jspecify.annotations.NullMarked;
