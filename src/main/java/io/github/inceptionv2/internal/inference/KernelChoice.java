package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NumberType;
import io.github.inceptionv2.internal.runtime.Devices;
import io.github.inceptionv2.internal.runtime.OneDnn;
import io.github.inceptionv2.internal.runtime.Processor;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a network's kernels: the fastest that compute correctly on this machine.
 *
 * <p>Kernels have the names that TensorFlow's own optimizer uses, which any version may change.
 * Therefore each kind of kernel is tried on a small network once per process, and skipped if it
 * fails.
 */
final class KernelChoice {

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  /** The fault of each kind of kernel that was tried; empty for a kind without a fault. */
  private static final Map<Kernels, Optional<String>> TRIED = new ConcurrentHashMap<>();

  /** The fault of oneDNN's kernels in training; null before they are tried. */
  private static Optional<String> triedInTraining;

  private KernelChoice() {}

  /**
   * Chooses the kernels for sessions with the configuration {@code config}.
   *
   * @throws io.github.inceptionv2.internal.runtime.NativeException if TensorFlow cannot list the
   *     devices
   */
  static Kernels of(SessionConfig config) {
    Kernels kernels =
        Devices.areOnlyCpus(config)
            ? firstRight(candidates(Processor.here(), OneDnn.isUsable()), TRIED, config)
            : Kernels.SEPARATE;
    LOG.debug("a folded network uses {} kernels", kernels);
    return kernels;
  }

  /**
   * Chooses the kernels for sessions with the configuration {@code config} and the requested number
   * type, or float32 if that is not available. The processor's flags are checked before any trial,
   * because oneDNN ends the process if the processor lacks an instruction.
   *
   * @throws io.github.inceptionv2.internal.runtime.NativeException if the number type is required
   *     but not available
   */
  static Kernels of(SessionConfig config, PrecisionRequest wish) {
    if (wish.type() == NumberType.FLOAT32) {
      return of(config);
    }
    Optional<Kernels> kernels = candidate(wish.type(), Processor.here());
    Optional<String> obstacle = obstacle(kernels, wish.type(), config);
    if (obstacle.isPresent()) {
      wish.refuse(obstacle.get());
      return of(config);
    }
    LOG.debug("a folded network uses {} kernels", kernels.get());
    return kernels.get();
  }

  /** Returns the kernels for a number type on a processor; empty if there are none. */
  static Optional<Kernels> candidate(NumberType type, Processor processor) {
    if (type == NumberType.BFLOAT16) {
      return processor.hasFastBfloat16() ? Optional.of(Kernels.ONEDNN_BFLOAT16) : Optional.empty();
    } else if (processor.hasVnni()) {
      return Optional.of(processor.hasAmx() ? Kernels.ONEDNN_INT8_AMX : Kernels.ONEDNN_INT8);
    }
    return processor.hasAvx2() ? Optional.of(Kernels.ONEDNN_INT7) : Optional.empty();
  }

  private static Optional<String> obstacle(
      Optional<Kernels> kernels, NumberType type, SessionConfig config) {
    if (!Devices.areOnlyCpus(config)) {
      return Optional.of("the model may run on a GPU; select the device CPU");
    } else if (!OneDnn.isUsable()) {
      return Optional.of("TensorFlow has no oneDNN, or TF_ENABLE_ONEDNN_OPTS disables it");
    } else if (kernels.isEmpty()) {
      return Optional.of(obstacle(type, Processor.here()));
    }
    return TRIED
        .computeIfAbsent(kernels.get(), untried -> KernelTrial.of(untried, config))
        .map(fault -> "TensorFlow's kernels failed a check: " + fault);
  }

  /** Returns why no kernels for a number type suit a processor. */
  static String obstacle(NumberType type, Processor processor) {
    if (type == NumberType.INT8) {
      return processor + " is not known to have VNNI or AVX2";
    } else if (processor.hasBfloat16() && processor.hidesCachesFromOneDnn()) {
      return "oneDNN's results in bfloat16 are wrong, because the hypervisor hides the sizes of this"
          + " processor's caches";
    }
    return processor
        + " is not known to be faster in bfloat16 (needs AVX-512 BF16, on Intel also AMX)";
  }

  /**
   * Returns true if a graph with variables, which may have gradients, should name oneDNN's kernels.
   * These are the kernels that TensorFlow uses where oneDNN is its default.
   *
   * @throws io.github.inceptionv2.internal.runtime.NativeException if TensorFlow cannot list the
   *     devices
   */
  static synchronized boolean namesOneDnn(SessionConfig config) {
    if (!Devices.areOnlyCpus(config) || !OneDnn.isUsable()) {
      return false;
    }
    if (triedInTraining == null) {
      triedInTraining = KernelTrial.ofTraining(config);
      triedInTraining.ifPresent(fault -> warn(Kernels.ONEDNN, fault));
    }
    return triedInTraining.isEmpty();
  }

  /** Returns the kernels for float32 on a processor, the fastest first. */
  static List<Kernels> candidates(Processor processor, boolean isOneDnnUsable) {
    if (!isOneDnnUsable) {
      return List.of(Kernels.FUSED);
    }
    return processor.hidesCachesFromOneDnn()
        ? List.of(Kernels.EIGEN, Kernels.ONEDNN, Kernels.FUSED)
        : List.of(Kernels.ONEDNN, Kernels.FUSED);
  }

  /**
   * Returns the first of {@code candidates} without a fault, or else the kernels that all devices
   * have.
   */
  static Kernels firstRight(
      List<Kernels> candidates, Map<Kernels, Optional<String>> tried, SessionConfig config) {
    for (Kernels kernels : candidates) {
      if (tried.computeIfAbsent(kernels, untried -> tryOrWarn(untried, config)).isEmpty()) {
        return kernels;
      }
    }
    return Kernels.SEPARATE;
  }

  private static Optional<String> tryOrWarn(Kernels kernels, SessionConfig config) {
    Optional<String> fault = KernelTrial.of(kernels, config);
    fault.ifPresent(reason -> warn(kernels, reason));
    return fault;
  }

  private static void warn(Kernels kernels, String fault) {
    LOG.warn(
        "TensorFlow's {} kernels failed a check ({}); falling back to slower kernels",
        kernels,
        fault);
  }
}
