package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.network.ActivationRanges;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.internal.weights.EstimatedRanges;
import io.github.inceptionv2.internal.weights.FiniteWeights;
import io.github.inceptionv2.internal.weights.FoldedWeights;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/**
 * A float32 network that records the ranges of its layers' outputs.
 *
 * <p>Owns native memory. Not thread-safe.
 */
public final class ActivationRecorder implements AutoCloseable {

  private final NetworkGraph network;
  private final GraphSession session;
  private final ActivationRanges unseen;
  private final Map<String, RangeSearch> searches = new LinkedHashMap<>();

  private ActivationRecorder(NetworkGraph network, GraphSession session, ActivationRanges unseen) {
    this.network = network;
    this.session = session;
    this.unseen = unseen;
    ActivationRanges.LAYERS.forEach(path -> searches.put(path, new RangeSearch()));
  }

  /** Opens the network with the weights of {@code module}. */
  public static ActivationRecorder open(InceptionModule module, SessionConfig config)
      throws IOException {
    NetworkGraph network = NetworkBuilder.buildFolded(0, KernelChoice.of(config));
    VariableRestore restore = new VariableRestore(network.graph());
    ActivationRanges unseen = EstimatedRanges.of(module.weights());
    GraphSession session = GraphSession.open(restore.graph(), config);
    try {
      FoldedWeights weights = new FoldedWeights(new FiniteWeights(module.weights()));
      restore.run(session, weights::read, network.variables());
      return new ActivationRecorder(network, session, unseen);
    } catch (Throwable e) { // also OutOfMemoryError
      NativeScope.closeAfter(e, session);
      throw e;
    }
  }

  /** Records the layers' outputs for one image, which the caller closes. */
  public void add(ImageBatch image) {
    List<String> fetches =
        ActivationRanges.LAYERS.stream().map(NetworkBuilder::activation).toList();
    try (Result result =
        session.run(Map.of(network.images(), image.tensor()), fetches, List.of())) {
      int next = 0;
      for (RangeSearch search : searches.values()) {
        search.add(Tensors.toFloats((TFloat32) result.get(next++)));
      }
    }
  }

  /**
   * Returns the best ranges for the images recorded so far. A layer without positive outputs gets
   * the range that is estimated from its batch norm.
   */
  public ActivationRanges ranges() {
    Map<String, Float> maxima = new LinkedHashMap<>();
    searches.forEach((path, search) -> maxima.put(path, search.best(unseen.maxima().get(path))));
    return new ActivationRanges(maxima);
  }

  @Override
  public void close() {
    session.close();
  }
}
