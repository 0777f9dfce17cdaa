import os,sys
def main():
    from coach.cli.run import run
    sys.exit(run(sys.argv[1:], os.environ))
if __name__=="__main__": main()
