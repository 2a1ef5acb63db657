/** What Rekognition's replies are made of, and how they are kept within obligations. */
@NullMarked
package io.facegate.ingress.rekognition.reply;

import org.jspecify.annotations.NullMarked;
