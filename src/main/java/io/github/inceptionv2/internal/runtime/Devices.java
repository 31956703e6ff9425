package io.github.inceptionv2.internal.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;

/** Lists devices through TensorFlow's C API: its Java API has no way to. */
public final class Devices {

  private static final String PREFIX = "/device:";
  private static final String GPU = "GPU";
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);
  private static final AtomicBoolean HAS_WARNED = new AtomicBoolean();

  private Devices() {}

  /**
   * Names such as {@code CPU:0} and {@code GPU:0}.
   *
   * @throws NativeException if TensorFlow cannot open a session
   */
  static List<String> list(SessionConfig config) {
    NativeLibrary.load();
    byte[] proto = config.proto().toByteArray();
    PointerScope scope = new PointerScope();
    try {
      TF_Status status = TF_Status.newStatus();
      TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
      TF_SetConfig(options, new BytePointer(proto), proto.length, status);
      status.throwExceptionIfNotOK();
      TF_Session session =
          NativeLog.quietly(() -> TF_Session.newSession(TF_Graph.newGraph(), options, status));
      status.throwExceptionIfNotOK();
      TF_DeviceList devices = TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      try {
        return names(devices, status);
      } finally {
        TF_DeleteDeviceList(devices);
      }
    } catch (TensorFlowException e) {
      throw new NativeException("TensorFlow cannot list its devices: " + e.getMessage(), e);
    } finally {
      scope.close();
    }
  }

  /**
   * Does nothing if there is the GPU that {@code config} asks for, or it asks for none.
   *
   * @throws NativeException if there is not; the message says why as far as can be known
   */
  public static void check(SessionConfig config) {
    Optional<String> gpu = config.device().filter(device -> device.startsWith(GPU));
    if (gpu.isEmpty()) {
      return;
    }
    List<String> found = list(config);
    if (found.stream()
        .noneMatch(device -> device.equals(gpu.get()) || device.startsWith(gpu.get() + ":"))) {
      throw new NativeException(
          NativeException.Kind.DEVICE,
          "there is no device "
              + gpu.get()
              + ", TensorFlow sees only "
              + found
              + "; "
              + (found.stream().anyMatch(device -> device.startsWith(GPU))
                  ? "name one of them"
                  : remedy()),
          null);
    }
  }

  /**
   * Returns whether no operation of a session of {@code config} can be placed on a GPU.
   *
   * @throws NativeException if TensorFlow cannot say which devices there are
   */
  public static boolean areOnlyCpus(SessionConfig config) {
    if (config.isCpuAsked()) {
      return true;
    } else if (config.device().isPresent()) {
      return false;
    }
    boolean areOnlyCpus = list(config).stream().noneMatch(device -> device.startsWith(GPU));
    if (areOnlyCpus && GpuLibrary.isPresent() && HAS_WARNED.compareAndSet(false, true)) {
      LOG.warn("no GPU is used, as TensorFlow sees none: {}", remedy());
    }
    return areOnlyCpus;
  }

  private static String remedy() {
    return GpuLibrary.isPresent()
        ? "its library for GPUs is on the class path, so look at the driver (nvidia-smi) and at"
            + " CUDA 12 and cuDNN 9, which it must find"
        : "for GPUs it needs org.tensorflow:tensorflow-core-native with the classifier"
            + " linux-x86_64-gpu in place of that without -gpu, a driver, CUDA 12 and cuDNN 9";
  }

  private static List<String> names(TF_DeviceList devices, TF_Status status) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < TF_DeviceListCount(devices); i++) {
      names.add(shortName(TF_DeviceListName(devices, i, status).getString()));
      status.throwExceptionIfNotOK();
    }
    return names;
  }

  /** {@code GPU:0} of {@code /job:localhost/replica:0/task:0/device:GPU:0}. */
  static String shortName(String name) {
    return name.substring(name.lastIndexOf(PREFIX) + PREFIX.length());
  }
}
