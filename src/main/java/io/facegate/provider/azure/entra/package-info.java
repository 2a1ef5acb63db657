/** The gateway's own tokens of Microsoft Entra. */
@NullMarked
package io.facegate.provider.azure.entra;

import org.jspecify.annotations.NullMarked;
