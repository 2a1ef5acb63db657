/** Networks: how the fetched weights become models that the ONNX runtime runs. */
@NullMarked
package io.facegate.provider.local.net;

import org.jspecify.annotations.NullMarked;
