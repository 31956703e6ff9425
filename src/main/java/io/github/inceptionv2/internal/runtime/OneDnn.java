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
 * Decides whether a graph may name oneDNN's kernels. TensorFlow for x86_64 contains them, but by
 * default uses them only on some processors, or if an environment variable says so. On other
 * architectures, TensorFlow's kernels of the same names call other libraries, whose speed has not
 * been measured.
 */
public final class OneDnn {

  private static final String SWITCH = "TF_ENABLE_ONEDNN_OPTS";
  private static final Set<String> OFF = Set.of("0", "false");
  private static final Set<String> X86_64 = Set.of("amd64", "x86_64");
  private static final String KERNEL = "_MklNativeFusedConv2D";

  private OneDnn() {}

  /**
   * Returns true if the kernels are built in for x86_64, and the environment does not turn them
   * off.
   */
  public static boolean isUsable() {
    return isAllowed() && isBuiltIn();
  }

  /**
   * Returns true if the architecture and the environment allow the kernels. Unlike {@link
   * #isUsable}, does not load TensorFlow.
   */
  public static boolean isAllowed() {
    return isAllowed(System.getProperty("os.arch"), System.getenv(SWITCH));
  }

  /**
   * Returns true if the architecture and the environment allow the kernels.
   *
   * @param setting the value of the environment variable; null if it is not set
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
        TF_DeleteBuffer(kernels); // null is allowed
      }
    } finally {
      scope.close();
    }
  }
}
