package io.github.inceptionv2.internal.inference;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.runtime.SessionConfig;

/**
 * The graph with folded batch norm gives the golden numbers in convolutions that oneDNN never
 * replaces.
 */
class EigenModuleTest extends OpenModuleContract {

  @Override
  OpenModule open() throws Exception {
    return OpenModules.openFolded(
        InceptionModule.reference(1001), SessionConfig.DEFAULT, Kernels.EIGEN);
  }
}
