    post {
        unsuccessful {
            // copyArtifacts (a plugin) can bring the last green run's artifacts for --baseline:
            // copyArtifacts projectName: env.JOB_NAME, selector: lastSuccessful(), target: 'green', optional: true
            sh '''
                python3 -m venv "$WORKSPACE_TMP/selfheal"
                "$WORKSPACE_TMP/selfheal/bin/python" -m pip install --quiet selfheal-cli
                set --
                if [ -d green ]; then set -- --baseline green; fi
                "$WORKSPACE_TMP/selfheal/bin/selfheal" scan --exit-zero --quiet --lookahead "$@" \
                    --plan selfheal-report/plan.json --patch selfheal-report/fix.patch \
                    --summary selfheal-report/summary.md
            '''
            archiveArtifacts artifacts: 'selfheal-report/**', allowEmptyArchive: true
        }
    }
