/** Amazon Rekognition's wire format: codec and error format. */
@NullMarked
package io.facegate.ingress.rekognition;

import org.jspecify.annotations.NullMarked;
