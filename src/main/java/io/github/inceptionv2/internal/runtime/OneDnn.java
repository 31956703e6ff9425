package io.github.inceptionv2.internal.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetRegisteredKernelsForOp;

import java.util.Locale;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;

/**
 * Whether oneDNN's kernels may be named in a graph. TensorFlow is built with them for x86_64, and
 * uses them of itself only on processors that it chooses, or where the environment says so.
 */
public final class OneDnn {

  private static final String SWITCH = "TF_ENABLE_ONEDNN_OPTS";
  private static final Set<String> OFF = Set.of("0", "false");
  private static final String KERNEL = "_MklNativeFusedConv2D";

  private OneDnn() {}

  /** Whether they are built in, and the environment does not turn them off. */
  public static boolean isUsable() {
    String setting = System.getenv(SWITCH);
    return (setting == null || !OFF.contains(setting.toLowerCase(Locale.ROOT))) && isBuiltIn();
  }

  private static boolean isBuiltIn() {
    NativeLibrary.load();
    PointerScope scope = new PointerScope();
    try {
      TF_Status status = TF_Status.newStatus();
      TF_Buffer kernels = TF_GetRegisteredKernelsForOp(KERNEL, status);
      status.throwExceptionIfNotOK();
      boolean isThere = kernels.length() > 0;
      TF_DeleteBuffer(kernels);
      return isThere;
    } finally {
      scope.close();
    }
  }
}
