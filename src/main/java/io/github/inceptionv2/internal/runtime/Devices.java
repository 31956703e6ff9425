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

/** Lists devices through TensorFlow's C API, because its Java API cannot. */
public final class Devices {

  private static final String PREFIX = "/device:";
  private static final String GPU = "GPU";
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);
  private static final AtomicBoolean HAS_WARNED = new AtomicBoolean();

  private Devices() {}

  /**
   * Returns names such as {@code CPU:0} and {@code GPU:0}.
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
   * Checks that the GPU that {@code config} requests exists. Does nothing if no GPU is requested.
   *
   * @throws NativeException if the GPU does not exist; the message says why, if the reason is known
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
              + " among TensorFlow's devices "
              + found
              + "; "
              + (found.stream().anyMatch(device -> device.startsWith(GPU))
                  ? "choose one of these"
                  : remedy()),
          null);
    }
  }

  /**
   * Returns true if no operation of a session of {@code config} can be placed on a GPU.
   *
   * @throws NativeException if TensorFlow cannot list its devices
   */
  public static boolean areOnlyCpus(SessionConfig config) {
    if (config.isCpuAsked()) {
      return true;
    } else if (config.device().isPresent()) {
      return false;
    }
    boolean areOnlyCpus = list(config).stream().noneMatch(device -> device.startsWith(GPU));
    if (areOnlyCpus && GpuLibrary.isPresent() && HAS_WARNED.compareAndSet(false, true)) {
      LOG.warn("using the CPU, because TensorFlow found no GPU: {}", remedy());
    }
    return areOnlyCpus;
  }

  private static String remedy() {
    return GpuLibrary.isPresent()
        ? "TensorFlow's GPU library is on the class path, so check the driver (nvidia-smi), and"
            + " that CUDA 12 and cuDNN 9 can be found"
        : "for GPUs, TensorFlow needs org.tensorflow:tensorflow-core-native with the classifier"
            + " linux-x86_64-gpu instead of linux-x86_64, a driver, CUDA 12 and cuDNN 9";
  }

  private static List<String> names(TF_DeviceList devices, TF_Status status) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < TF_DeviceListCount(devices); i++) {
      names.add(shortName(TF_DeviceListName(devices, i, status).getString()));
      status.throwExceptionIfNotOK();
    }
    return names;
  }

  /** Returns {@code GPU:0} for {@code /job:localhost/replica:0/task:0/device:GPU:0}. */
  static String shortName(String name) {
    return name.substring(name.lastIndexOf(PREFIX) + PREFIX.length());
  }
}
