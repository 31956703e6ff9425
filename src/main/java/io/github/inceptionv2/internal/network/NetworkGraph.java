package io.github.inceptionv2.internal.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.GraphDef;

/**
 * A graph of the network, and the names of the tensors and operations to feed, fetch and run.
 *
 * <p>A tensor is named {@code node:output}, an operation {@code node}.
 *
 * @param graph the nodes
 * @param form the purpose of the graph
 * @param classes the number of logits; 0 for a network that ends at the feature vector
 * @param variables all variables, in the order in which the layers use them
 * @param images the placeholder of the images: float32 RGB in [0,1], shape [batch, height, width,
 *     3]
 * @param batchNormMomentum the scalar fraction of the moving averages that an update keeps
 * @param keepProbability the scalar fraction of features that dropout keeps; present in training
 *     forms with logits
 * @param dropoutNoise the random numbers of dropout, uniform in [0,1), shape [batch, 1, 1, 1024];
 *     present in training forms with logits
 * @param featureVector shape [batch, 1024]
 * @param logits shape [batch, classes]
 * @param endpoints tensors by TF-Slim's endpoint name, from first to last
 * @param updates operations that update the moving averages, in the training form
 * @param regularizationLosses scalars whose sum is the L2 term of the loss
 */
public record NetworkGraph(
    GraphDef graph,
    Form form,
    int classes,
    List<VariableSpec> variables,
    String images,
    String batchNormMomentum,
    Optional<String> keepProbability,
    Optional<String> dropoutNoise,
    String featureVector,
    Optional<String> logits,
    Map<String, Endpoint> endpoints,
    List<String> updates,
    List<String> regularizationLosses) {

  /** The endpoint of the probabilities, the softmax of the logits. */
  public static final String PREDICTIONS = "Predictions";

  /** The purpose of a graph. */
  public enum Form {
    /** Batch norm with moving averages, no dropout. */
    INFERENCE,
    /**
     * Batch norm with the batch's own statistics, and updates of the moving averages; dropout
     * before the logits.
     */
    TRAINING,
    /** Batch norm with moving averages, which are not updated; dropout before the logits. */
    TRAINING_WITH_FROZEN_BATCH_NORM
  }

  /**
   * An intermediate tensor.
   *
   * @param shape the length of each dimension; -1 if it depends on the input
   */
  public record Endpoint(String tensor, List<Long> shape) {}

  /** Returns true if the input of this network is images, false if it is feature vectors. */
  public boolean isWhole() {
    return endpoints.containsKey(Architecture.LAYERS.get(0).name());
  }

  /** Returns this graph with additional variables, such as an optimizer's slots. */
  public NetworkGraph withVariables(List<VariableSpec> more) {
    GraphWriter nodes = new GraphWriter(graph);
    List<VariableSpec> all = new ArrayList<>(variables);
    VariableWriter writer = new VariableWriter(nodes, all);
    for (VariableSpec variable : more) {
      long[] shape = variable.shape().stream().mapToLong(Long::longValue).toArray();
      writer.add(variable.name(), variable.trainable(), variable.initializer(), shape);
    }
    return new NetworkGraph(
        nodes.build(),
        form,
        classes,
        List.copyOf(all),
        images,
        batchNormMomentum,
        keepProbability,
        dropoutNoise,
        featureVector,
        logits,
        endpoints,
        updates,
        regularizationLosses);
  }
}
