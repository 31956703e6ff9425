package io.github.inceptionv2.internal.module;

import com.google.protobuf.Any;
import io.github.inceptionv2.internal.network.GraphWriter;
import java.util.List;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Declares a module's assets, so copies of the module include them. Each asset is a string constant
 * that a loader sets to the file's path.
 *
 * <p>TensorFlow's loaders look for {@code asset_file_def}. Hub reads two collections in which
 * TensorFlow used to store the same data, and re-exports only the assets listed there.
 */
final class AssetWriter {

  private static final String SCOPE = "assets/";

  /** The placeholder that Hub's {@code saved_model_lib.py} writes while the path is unknown. */
  private static final String UNKNOWN_PATH = "SAVEDMODEL-ASSET";

  private AssetWriter() {}

  /**
   * Adds a constant for each file to {@code nodes}, and references to the constants to {@code
   * graph}.
   *
   * @param names the names of the files in the module's {@code assets}, at least one
   */
  static void write(GraphWriter nodes, MetaGraphDef.Builder graph, List<String> names) {
    CollectionDef.AnyList.Builder assets = CollectionDef.AnyList.newBuilder();
    CollectionDef.NodeList.Builder tensors = CollectionDef.NodeList.newBuilder();
    for (String name : names) {
      String tensor = nodes.constant(SCOPE + name, UNKNOWN_PATH) + ":0";
      AssetFileDef asset =
          AssetFileDef.newBuilder()
              .setFilename(name)
              .setTensorInfo(TensorInfo.newBuilder().setName(tensor))
              .build();
      graph.addAssetFileDef(asset);
      assets.addValue(Any.pack(asset));
      tensors.addValue(tensor);
    }
    graph.putCollectionDef(
        "saved_model_assets", CollectionDef.newBuilder().setAnyList(assets).build());
    graph.putCollectionDef(
        "asset_filepaths", CollectionDef.newBuilder().setNodeList(tensors).build());
  }
}
