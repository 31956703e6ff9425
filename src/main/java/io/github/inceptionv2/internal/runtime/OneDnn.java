package io.github.inceptionv2.internal.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetCode;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetRegisteredKernelsForOp;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OK;

import java.util.Locale;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;

/**
 * Whether oneDNN's kernels may be named in a graph. TensorFlow is built with them for x86_64, and
 * uses them of itself only on processors that it chooses, or where the environment says so. On
 * other processors its kernels of the same name call other libraries, which nobody measured.
 */
public final class OneDnn {

  private static final String SWITCH = "TF_ENABLE_ONEDNN_OPTS";
  private static final Set<String> OFF = Set.of("0", "false");
  private static final Set<String> X86_64 = Set.of("amd64", "x86_64");
  private static final String KERNEL = "_MklNativeFusedConv2D";

  private OneDnn() {}

  /** Whether they are built in for x86_64, and the environment does not turn them off. */
  public static boolean isUsable() {
    return isAllowed(System.getProperty("os.arch"), System.getenv(SWITCH)) && isBuiltIn();
  }

  /**
   * Whether they may be used if they are there.
   *
   * @param setting of the environment; null for none
   */
  static boolean isAllowed(String architecture, String setting) {
    return X86_64.contains(architecture)
        && (setting == null || !OFF.contains(setting.toLowerCase(Locale.ROOT)));
  }

  private static boolean isBuiltIn() {
    NativeLibrary.load();
    PointerScope scope = new PointerScope();
    try {
      TF_Status status = TF_Status.newStatus();
      TF_Buffer kernels = TF_GetRegisteredKernelsForOp(KERNEL, status);
      try {
        return TF_GetCode(status) == TF_OK && kernels.length() > 0;
      } finally {
        TF_DeleteBuffer(kernels); // of null too
      }
    } finally {
      scope.close();
    }
  }
}
