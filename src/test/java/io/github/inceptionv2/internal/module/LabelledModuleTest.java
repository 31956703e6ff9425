package io.github.inceptionv2.internal.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.weights.ReferenceWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Modules with labels are written with the labels as an asset of each graph. */
class LabelledModuleTest {

  private static final List<String> LABELS =
      IntStream.range(0, 1001).mapToObj(i -> "Löwenzahn, 薔薇 " + i).toList();

  @TempDir static Path directory;

  private static Path written;

  @BeforeAll
  static void write() throws Exception {
    written = directory.resolve("module");
    InceptionModule module =
        InceptionModule.trained(1001, new ReferenceWeights(1001), new InputSize(224, 224), LABELS);
    ModuleWriter.write(module, written);
  }

  @Test
  void file_hasOneLabelPerLine() throws Exception {
    assertEquals(
        String.join("\n", LABELS) + "\n", Files.readString(written.resolve("assets/labels.txt")));
  }

  /** TensorFlow's own writers declare assets this way. The path is known only after loading. */
  @Test
  void graphs_declareTheFile() throws Exception {
    for (MetaGraphDef graph : graphs(written)) {
      AssetFileDef asset = graph.getAssetFileDef(0);
      CollectionDef assets = graph.getCollectionDefOrThrow("saved_model_assets");
      CollectionDef paths = graph.getCollectionDefOrThrow("asset_filepaths");
      NodeDef node =
          graph.getGraphDef().getNodeList().stream()
              .filter(any -> any.getName().equals("assets/labels.txt"))
              .findAny()
              .orElseThrow();

      assertEquals(1, graph.getAssetFileDefCount());
      assertEquals("labels.txt", asset.getFilename());
      assertEquals("assets/labels.txt:0", asset.getTensorInfo().getName());
      assertEquals(asset, assets.getAnyList().getValue(0).unpack(AssetFileDef.class));
      assertEquals(List.of("assets/labels.txt:0"), paths.getNodeList().getValueList());
      assertEquals("Const", node.getOp());
    }
  }

  @Test
  void tensorFlowsLoader_getsTheGoldenNumbers() {
    ModuleWriterTest.assertLoaderGetsTheGoldenNumbers(written);
  }

  @Test
  void moduleWithoutLabels_declaresNothing() throws Exception {
    Path bare = directory.resolve("bare");
    ModuleWriter.write(InceptionModule.reference(1001), bare);

    assertArrayEquals(new String[0], bare.resolve("assets").toFile().list());
    List<MetaGraphDef> graphs = graphs(bare);
    List<MetaGraphDef> labelled = graphs(written);
    for (int i = 0; i < graphs.size(); i++) {
      assertEquals(graphs.get(i), without(labelled.get(i)));
    }
  }

  private static MetaGraphDef without(MetaGraphDef labelled) {
    MetaGraphDef.Builder graph = labelled.toBuilder();
    graph.clearAssetFileDef();
    graph.removeCollectionDef("saved_model_assets").removeCollectionDef("asset_filepaths");
    graph.getGraphDefBuilder().removeNode(labelled.getGraphDef().getNodeCount() - 1);
    return graph.build();
  }

  private static List<MetaGraphDef> graphs(Path module) throws Exception {
    return SavedModel.parseFrom(Files.readAllBytes(module.resolve("saved_model.pb")))
        .getMetaGraphsList();
  }
}
