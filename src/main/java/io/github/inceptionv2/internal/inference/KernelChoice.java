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
 * Chooses the kernels of a network: the fastest of those that compute rightly here.
 *
 * <p>They are named as TensorFlow's own optimizer would name them, which no version promises to
 * keep. So each is tried on a small network once in a process, and passed over where it fails.
 */
final class KernelChoice {

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  /** What is wrong with the kernels that were tried; empty if nothing is. */
  private static final Map<Kernels, Optional<String>> TRIED = new ConcurrentHashMap<>();

  /** The same of oneDNN's in a network that is trained; null before they are tried. */
  private static Optional<String> triedInTraining;

  private KernelChoice() {}

  /**
   * Chooses for sessions of {@code config}.
   *
   * @throws io.github.inceptionv2.internal.runtime.NativeException if TensorFlow cannot say which
   *     devices there are
   */
  static Kernels of(SessionConfig config) {
    Kernels kernels =
        Devices.areOnlyCpus(config) ? firstRight(candidates(), TRIED, config) : Kernels.SEPARATE;
    LOG.debug("a folded network runs in {} kernels", kernels);
    return kernels;
  }

  /**
   * Chooses for sessions of {@code config} and the numbers asked for, or float32 where these cannot
   * be had. The processor's flags decide before anything is tried: oneDNN ends the process where it
   * lacks an instruction.
   *
   * @throws io.github.inceptionv2.internal.runtime.NativeException if the numbers are required and
   *     cannot be had
   */
  static Kernels of(SessionConfig config, NumberWish wish) {
    if (wish.type() == NumberType.FLOAT32) {
      return of(config);
    }
    Optional<Kernels> kernels = candidate(wish.type(), Processor.here());
    Optional<String> obstacle = obstacle(kernels, wish.type(), config);
    if (obstacle.isPresent()) {
      wish.refuse(obstacle.get());
      return of(config);
    }
    LOG.debug("a folded network runs in {} kernels", kernels.get());
    return kernels.get();
  }

  /** Returns the kernels that compute with {@code type} on {@code processor}. */
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
      return Optional.of("the model may run on a GPU; ask for device CPU");
    } else if (!OneDnn.isUsable()) {
      return Optional.of("TensorFlow has no oneDNN here, or TF_ENABLE_ONEDNN_OPTS turns it off");
    } else if (kernels.isEmpty()) {
      return Optional.of(
          Processor.here()
              + (type == NumberType.BFLOAT16
                  ? " is not known to be faster in bfloat16 (AVX-512 BF16, on Intel AMX too)"
                  : " is not known to have VNNI or AVX2"));
    }
    return TRIED
        .computeIfAbsent(kernels.get(), untried -> KernelTrial.of(untried, config))
        .map(fault -> "TensorFlow's kernels failed a trial: " + fault);
  }

  /**
   * Whether a graph with variables, which may have gradients, runs in oneDNN's kernels where it is
   * told to by their names. Where TensorFlow turns to oneDNN of itself, they are the same.
   *
   * @throws io.github.inceptionv2.internal.runtime.NativeException if TensorFlow cannot say which
   *     devices there are
   */
  static synchronized boolean namesOneDnn(SessionConfig config) {
    if (!Devices.areOnlyCpus(config) || !OneDnn.isUsable()) {
      return false;
    }
    if (triedInTraining == null) {
      triedInTraining = KernelTrial.ofTraining(config);
      triedInTraining.ifPresent(what -> warn(Kernels.ONEDNN, what));
    }
    return triedInTraining.isEmpty();
  }

  private static List<Kernels> candidates() {
    return OneDnn.isUsable() ? List.of(Kernels.ONEDNN, Kernels.FUSED) : List.of(Kernels.FUSED);
  }

  /** The first of {@code candidates} with nothing wrong, else the kernels that all devices have. */
  static Kernels firstRight(
      List<Kernels> candidates, Map<Kernels, Optional<String>> tried, SessionConfig config) {
    for (Kernels kernels : candidates) {
      if (tried.computeIfAbsent(kernels, untried -> tell(untried, config)).isEmpty()) {
        return kernels;
      }
    }
    return Kernels.SEPARATE;
  }

  private static Optional<String> tell(Kernels kernels, SessionConfig config) {
    Optional<String> fault = KernelTrial.of(kernels, config);
    fault.ifPresent(what -> warn(kernels, what));
    return fault;
  }

  private static void warn(Kernels kernels, String what) {
    LOG.warn(
        "this TensorFlow's {} kernels are not used, as {}; others are, which are slower",
        kernels,
        what);
  }
}
