/** Amazon Rekognition's wire: codec and error shape. */
@NullMarked
package io.facegate.ingress.rekognition;

import org.jspecify.annotations.NullMarked;
