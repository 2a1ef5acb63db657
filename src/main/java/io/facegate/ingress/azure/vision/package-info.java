/** Azure AI Vision's wire, as far as it looks at people: image analysis, of today and of version 3.2. */
@NullMarked
package io.facegate.ingress.azure.vision;

import org.jspecify.annotations.NullMarked;
