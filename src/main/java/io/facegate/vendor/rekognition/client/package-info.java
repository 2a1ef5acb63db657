/** Client of Amazon Rekognition. */
@NullMarked
package io.facegate.vendor.rekognition.client;

import org.jspecify.annotations.NullMarked;
