/** How the fetched weights become models that the ONNX runtime runs. */
@NullMarked
package io.facegate.engine.net;

import org.jspecify.annotations.NullMarked;
