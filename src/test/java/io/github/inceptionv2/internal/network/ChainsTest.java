package io.github.inceptionv2.internal.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

class ChainsTest {

  private static final List<NodeDef> OPERATIONS =
      NetworkBuilder.buildQuantized(
              0, ActivationRanges.uniform(Architecture.LAYERS, 12), Kernels.ONEDNN_INT8)
          .graph()
          .getNodeList();

  private static boolean isOfABranch(NodeDef node) {
    return node.getName().contains("/Branch_")
        && (node.getOp().equals("_FusedQuantizedConv2D") || node.getOp().contains("Pool"));
  }

  private static String part(NodeDef node, int index) {
    return node.getName().split("/")[index];
  }

  /** Returns the chains of each module. */
  private static Map<String, List<List<NodeDef>>> chains() {
    Map<String, List<List<NodeDef>>> chains = new TreeMap<>();
    Map<String, List<NodeDef>> byLast = new HashMap<>();
    for (NodeDef node : OPERATIONS) {
      if (isOfABranch(node)) {
        List<String> before =
            node.getInputList().stream().filter(input -> input.startsWith("^")).toList();
        List<NodeDef> chain =
            before.isEmpty() ? new ArrayList<>() : byLast.remove(before.get(0).substring(1));
        if (before.isEmpty()) {
          chains.computeIfAbsent(part(node, 2), name -> new ArrayList<>()).add(chain);
        }
        chain.add(node);
        byLast.put(node.getName(), chain);
      }
    }
    return chains;
  }

  @Test
  void operationsOfEachModule_areInTwoChains() {
    Map<String, List<List<NodeDef>>> chains = chains();

    assertEquals(10, chains.size());
    chains.forEach((module, both) -> assertEquals(2, both.size(), module));
    assertEquals(
        OPERATIONS.stream().filter(ChainsTest::isOfABranch).count(),
        chains.values().stream().flatMap(List::stream).mapToLong(List::size).sum());
  }

  @Test
  void longerChain_isAboutAsShortAsWholeBranchesAllow() {
    chains()
        .forEach(
            (module, both) -> {
              long longer = both.stream().mapToLong(ChainsTest::multiplications).max().orElse(0);
              Map<String, List<NodeDef>> branches =
                  both.stream()
                      .flatMap(List::stream)
                      .collect(Collectors.groupingBy(node -> part(node, 3)));
              long best = shortest(List.copyOf(branches.values()));
              assertTrue(longer <= 1.05 * best, module + ": " + longer + ", best " + best);
            });
  }

  /** Returns the work of the longer chain in the best division of {@code branches}. */
  private static long shortest(List<List<NodeDef>> branches) {
    long shortest = Long.MAX_VALUE;
    for (int division = 0; division < 1 << branches.size(); division++) {
      long[] work = new long[2];
      for (int i = 0; i < branches.size(); i++) {
        work[division >> i & 1] += multiplications(branches.get(i));
      }
      shortest = Math.min(shortest, Math.max(work[0], work[1]));
    }
    return shortest;
  }

  /** Returns the multiplications per 2x2 positions of the module's input; pools have none. */
  private static long multiplications(List<NodeDef> nodes) {
    return nodes.stream()
        .filter(node -> node.getOp().equals("_FusedQuantizedConv2D"))
        .mapToLong(
            node -> {
              long stride = node.getAttrOrThrow("strides").getList().getI(1);
              return weights(node.getInput(1).replace("/ReadVariableOp", ""))
                  * (stride == 2 ? 1 : 4);
            })
        .sum();
  }

  private static long weights(String variable) {
    return OPERATIONS.stream()
        .filter(node -> node.getName().equals(variable))
        .flatMap(node -> node.getAttrOrThrow("shape").getShape().getDimList().stream())
        .mapToLong(dimension -> dimension.getSize())
        .reduce(1, Math::multiplyExact);
  }
}
