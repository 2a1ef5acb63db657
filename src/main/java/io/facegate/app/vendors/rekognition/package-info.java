/** Registration of Amazon Rekognition. */
@NullMarked
package io.facegate.app.vendors.rekognition;

import org.jspecify.annotations.NullMarked;
